import { describe, expect, it } from 'vitest'
import { formatListing, type Listing } from './listing.ts'

const listing: Listing = {
  columns: ['Name', 'CPUPerc'],
  titles: { CPUPerc: 'CPU %' },
  fields: ['CPUPerc', 'Name', 'Publishers'],
  rows: [
    { fields: { CPUPerc: '1%', Name: 'web-1', Publishers: [{ URL: '<' }] }, labels: { tier: 'front' } },
    { fields: { CPUPerc: '20%', Name: 'db-1', Publishers: [] } },
  ],
}

describe('a list', () => {
  it.each([
    { format: undefined, text: 'NAME      CPU %\nweb-1     1%\ndb-1      20%\n' },
    { format: 'table', text: 'NAME      CPU %\nweb-1     1%\ndb-1      20%\n' },
    { format: 'table {{.CPUPerc}}\\t{{.Name}}', text: 'CPU %     NAME\n1%        web-1\n20%       db-1\n' },
    {
      format: 'json',
      text: '{"CPUPerc":"1%","Name":"web-1","Publishers":[{"URL":"\\u003c"}]}\n{"CPUPerc":"20%","Name":"db-1","Publishers":[]}\n',
    },
    { format: '{{.Name}}: {{.CPUPerc}}', text: 'web-1: 1%\ndb-1: 20%\n' },
    {
      format: '{{.Name | upper}} {{ lower "ABC" }} {{truncate .Name 2}}',
      text: 'WEB-1 abc we\nDB-1 abc db\n',
    },
    { format: '{{json .Publishers}}{{.Label "tier"}}', text: '[{"URL":"\\u003c"}]front\n[]\n' },
    { format: 'plain', text: 'plain\nplain\n' },
  ])('is formatted by $format', ({ format, text }) => {
    expect(formatListing(format, listing)).toBe(text)
  })

  it.each([
    { format: '{{.Foo}}', why: 'there is no .Foo among .CPUPerc .Name .Publishers' },
    { format: '{{.Name', why: 'an action has no end' },
    { format: 'table {{range .}}', why: "there is no 'range' here" },
    { format: '{{}}', why: 'an action is empty' },
  ])('cannot be formatted by $format', ({ format, why }) => {
    expect(formatListing(format, listing)).toMatchObject({
      problem: { message: expect.stringContaining(why) },
    })
  })
})
