/** Types of the two packages that come without them, as far as documents use them. */
declare module 'pdfmake' {
  interface PdfMake {
    readonly virtualfs: { writeFileSync(name: string, bytes: Uint8Array): void }
    setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void
    setTableLayouts(layouts: Readonly<Record<string, object>>): void
    setUrlAccessPolicy(allows: (url: string) => boolean): void
    setLocalAccessPolicy(allows: (path: string) => boolean): void
    createPdf(definition: object): { getBuffer(): Promise<Buffer> }
  }
  const pdfmake: PdfMake
  export default pdfmake
}

declare module 'subset-font' {
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options?: {
      readonly targetFormat?: 'truetype'
      readonly noHinting?: boolean
      readonly noLayoutClosure?: boolean
      readonly keepFeatures?: readonly string[]
    },
  ): Promise<Buffer>
}
