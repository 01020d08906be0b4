/** Starts the pages. */
import { createRoot } from 'react-dom/client'
import './ui/base.css'
import './shell/shell.css'
import { App } from './shell/app.tsx'

const place = document.getElementById('root')
if (place) createRoot(place).render(<App />)
