import type { ITheme } from '@xterm/xterm'

/** Dark in both themes: what programs print is made for that. */
export const terminalTheme: ITheme = {
  background: '#0b0b0d',
  foreground: '#e4e4e7',
  cursor: '#a5b4fc',
  selectionBackground: '#3f3f6b',
  black: '#3f3f46',
  red: '#ff8080',
  green: '#6fdc94',
  yellow: '#f0c05a',
  blue: '#86b6ff',
  magenta: '#e5a0f0',
  cyan: '#6cd8e6',
  white: '#e4e4e7',
  brightBlack: '#8b8b96',
  brightRed: '#ffa3a3',
  brightGreen: '#93eab0',
  brightYellow: '#f7d488',
  brightBlue: '#aacbff',
  brightMagenta: '#f0bff7',
  brightCyan: '#9be7f0',
  brightWhite: '#fafafa',
}
