import * as auth from './auth.ts'
import * as host from './host.ts'
import * as operations from './operations.ts'
import * as projects from './projects.ts'
import type { RouteShape } from './route.ts'
import * as variables from './variables.ts'

/** Every route, in the order of the OpenAPI document. */
export const routes: readonly RouteShape[] = [
  auth.readSession,
  auth.setUp,
  auth.signIn,
  auth.signOut,
  auth.listTokens,
  auth.createToken,
  auth.deleteToken,
  host.readHost,
  projects.listProjects,
  projects.createProject,
  projects.readProject,
  projects.replaceProject,
  projects.deleteProject,
  projects.readFile,
  projects.writeFile,
  projects.deleteFile,
  projects.readLogs,
  variables.listVariables,
  variables.setVariable,
  variables.deleteVariable,
  variables.readEnv,
  variables.writeEnv,
  variables.listGlobalVariables,
  variables.setGlobalVariable,
  variables.deleteGlobalVariable,
  variables.readGlobalEnv,
  variables.writeGlobalEnv,
  operations.createPlan,
  operations.deploy,
  operations.tearDown,
  operations.listOperations,
  operations.readOperation,
  operations.cancelOperation,
  operations.readOperationLog,
]
