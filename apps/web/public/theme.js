// Runs before the first paint, so that a dark page does not flash white. Own file: the CSP allows no inline script.
const chosen = localStorage.getItem('vueuse-color-scheme') ?? 'auto'
const isDark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.classList.toggle('dark', isDark)
