/** Builds the pages from web/ into dist/web; large libraries are chunks of their own, pages load by route. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const apiAddress = process.env.API_ADDRESS ?? 'http://127.0.0.1:3000'

const chunks = [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 40 }]

export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rollupOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: { port: 5173, proxy: { '/api': { target: apiAddress, changeOrigin: false } } },
})
