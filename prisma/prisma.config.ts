/** Read by the Prisma CLI; paths are relative to this file. The server opens its database itself. */
export default {
  schema: './schema.prisma',
  migrations: { path: './migrations' },
}
