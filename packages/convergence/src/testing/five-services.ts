/**
 * Five services with what makes an update hard: health checks, a job that has to have completed, a volume, one that
 * restarts with what it depends on and one that shares a network. `tag` changes each of them. For a real Engine.
 */
export const fiveServices = (tag: string): string => `
services:
  web:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    environment: {TAG: "${tag}"}
    depends_on:
      api: {condition: service_healthy, restart: true}
  api:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    environment: {TAG: "${tag}"}
    healthcheck: {test: [CMD, "true"], interval: 200ms}
    depends_on:
      db: {condition: service_healthy}
      migrate: {condition: service_completed_successfully}
  migrate:
    image: busybox
    command: ["true"]
    environment: {TAG: "${tag}"}
    depends_on: {db: {condition: service_healthy}}
  db:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    environment: {TAG: "${tag}"}
    healthcheck: {test: [CMD, "true"], interval: 200ms}
    volumes: [data:/data]
  worker:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
    environment: {TAG: "${tag}"}
    network_mode: service:api
volumes:
  data: {}
`

/** Every container of them, by name and state, when they are as asked for. */
export const goalOf = (project: string): string[] => [
  `${project}-api-1 running`,
  `${project}-db-1 running`,
  `${project}-migrate-1 exited`,
  `${project}-web-1 running`,
  `${project}-worker-1 running`,
]
