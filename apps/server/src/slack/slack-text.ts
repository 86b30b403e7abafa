import type { SlackReply } from '@berth/contract'

/** Characters of a message that Slack shows without folding or cutting it. */
export const mostCharacters = 4000

/** What Slack would read as a link, a mention or markup. Pure. */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export interface MessageOptions {
  /** Where the whole of it is. */
  readonly link: string
  /** Which end stays when it is too long: of a log, the last lines. */
  readonly keep?: 'first' | 'last'
}

/** A text as a message of Slack: whole lines, as many as it shows, and a link when there were more. Pure. */
export function messageText(text: string, { link, keep = 'first' }: MessageOptions): string {
  const whole = escapeText(text.replace(/\n+$/, ''))
  if (whole.length <= mostCharacters) return whole
  const note = `… all of it: ${escapeText(link)}`
  const room = mostCharacters - note.length - 1
  return keep === 'first' ? `${firstLines(whole, room)}\n${note}` : `${note}\n${lastLines(whole, room)}`
}

function firstLines(text: string, room: number): string {
  const end = text.lastIndexOf('\n', room)
  // A line longer than a message is cut, but not inside of what stands for one character.
  return end > 0 ? text.slice(0, end) : text.slice(0, room).replace(/&\w*$/, '')
}

function lastLines(text: string, room: number): string {
  const begin = text.indexOf('\n', text.length - room - 1)
  return begin >= 0 && begin < text.length - 1
    ? text.slice(begin + 1)
    : text.slice(text.length - room).replace(/^\w{0,3};/, '')
}

/** Told to who gave the command only. */
export const toAsker = (text: string): SlackReply => ({ response_type: 'ephemeral', text, mrkdwn: false })

/** Told to the conversation. */
export const toAll = (text: string): SlackReply => ({ response_type: 'in_channel', text, mrkdwn: false })
