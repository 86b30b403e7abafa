import type { Actor } from '../access/actor.ts'
import type { ProjectOwner } from './project-store.ts'

/** Whose a project is that somebody registers: of a token its user's. Pure. */
export const ownerOf = ({ userId, userName }: Pick<Actor, 'userId' | 'userName'>): ProjectOwner => ({
  userId,
  name: userName,
})
