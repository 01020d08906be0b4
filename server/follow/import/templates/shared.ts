/** What several sources share: fields of one's own that keep what has no place here. */
export const ownText = (key: string, labelZh: string, labelEn: string) => ({ key, kind: 'text', labelZh, labelEn })
export const ownNumber = (key: string, labelZh: string, labelEn: string) => ({
  key,
  kind: 'number',
  labelZh,
  labelEn,
  scale: 2,
})

export const asWritten = ownText('asWritten', '原样的联系方式', 'Contact as written')
