import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A project to measure with. */
export interface SampleProject {
  /** What tables call it. */
  readonly name: string
  /** Holds its `compose.yaml`. */
  readonly folder: string
  readonly services: number
  /** How long its compose file is. */
  readonly bytes: number
}

const shop = path.join(import.meta.dirname, 'shop')

/** Writes the projects to measure with below a folder: generated ones of growing size, and a realistic one. */
export function writeSampleProjects(root: string): SampleProject[] {
  const generated = [10, 100, 1000].map((services) => {
    const folder = path.join(root, `generated-${services}`)
    const text = generatedProject(services)
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'compose.yaml'), text)
    return { name: `generated, ${services}`, folder, services, bytes: text.length }
  })
  const folder = path.join(root, 'shop')
  mkdirSync(folder)
  for (const file of ['compose.yaml', 'app.env']) {
    copyFileSync(path.join(shop, file), path.join(folder, file))
  }
  const bytes = statSync(path.join(folder, 'compose.yaml')).size
  return [{ name: 'realistic, 20', folder, services: 20, bytes }, ...generated]
}

/**
 * The text of a project of that many services, each with what services usually say: an image with a variable,
 * ports, variables, labels, a health check, mounts, networks and one dependency. Pure.
 */
function generatedProject(services: number): string {
  const numbers = Array.from({ length: services }, (_, index) => index + 1)
  return `name: generated
x-defaults: &defaults
  restart: unless-stopped
  stop_grace_period: 30s
services:
${numbers.map(generatedService).join('')}networks:
  front:
    driver: bridge
  back:
    internal: true
volumes:
${numbers.map((number) => `  data-${number}: {}\n`).join('')}`
}

const generatedService = (number: number) => `  service-${number}:
    <<: *defaults
    image: registry.example.com/team/app-${number}:\${TAG:-1.2.3}
    command: ["serve", "--port", "8080", "--name", "app ${number}"]
    environment:
      DATABASE_URL: postgres://app:\${PASSWORD:-secret}@db-${number}:5432/app
      LOG_LEVEL: \${LOG_LEVEL:-info}
      WORKERS: ${number % 8}
    labels:
      - "com.example.team=platform"
      - "com.example.number=${number}"
    ports:
      - "${10_000 + number}:8080"
    expose: ["9090"]
    volumes:
      - data-${number}:/var/lib/app
      - ./config/${number}.toml:/etc/app.toml:ro
    healthcheck:
      test: ["CMD", "wget", "-q", "http://localhost:8080/healthz"]
      interval: 10s
      timeout: 2s
      retries: 5
    networks: [front, back]
${number === 1 ? '' : `    depends_on:\n      service-${number - 1}:\n        condition: service_healthy\n`}`
