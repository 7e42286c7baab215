// The work of `beside` with PouchDB over HTTP and express-pouchdb, LevelDB on both sides, the server in
// a process of its own: node bench.mjs FOLDER COUNT prints seconds and bytes as JSON. FOLDER is where
// `npm install pouchdb express@4 express-pouchdb` was run.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const folder = resolve(process.argv[2])
const count = Number(process.argv[3])
const PouchDB = createRequire(join(folder, 'package.json'))('pouchdb')
const root = mkdtempSync(join(tmpdir(), 'pouchdb-'))
const server = fork(new URL('./server.mjs', import.meta.url), [folder, root])
const told = () => new Promise(done => server.once('message', done))
const { port } = await told()
const url = `http://127.0.0.1:${port}/db/central`
const options = { batch_size: 1000, batches_limit: 10 }

const draw = below => Math.floor(Math.random() * below)
const two = number => String(number).padStart(2, '0')
// Ordered by time and otherwise random, as a UUIDv7.
const ordered = number => `0193${number.toString(16).padStart(8, '0')}${randomUUID().slice(14)}`
const record = number => ({
  _id: ordered(number), person: randomUUID(), courier: `kurir-${two(draw(40))}`, date: '2026-11-24',
  sitting: 'morning', outcome: draw(100) < 85 ? 'received_self' : 'no_answer',
  at: `2026-11-24T11:${two(draw(60))}:${two(draw(60))}+07:00`,
  latitude: -6.17 - draw(20000) / 1e6, longitude: 106.85 + draw(20000) / 1e6,
  note: number % 5 ? '' : 'titip ke tetangga, pagar hijau', rt: `0${two(1 + draw(12))}`, rw: `0${two(1 + draw(9))}`,
})

async function counted() {
  const answer = told()
  server.send('count')
  const own = process.cpuUsage()
  const there = await answer
  return { ...there, cpu: there.cpu + (own.user + own.system) / 1e6 }
}

async function timed(work) {
  const before = await counted()
  const began = performance.now()
  await work()
  const wall = (performance.now() - began) / 1000
  const after = await counted()
  return { wall, cpu: after.cpu - before.cpu, up: after.up - before.up, down: after.down - before.down }
}

function size(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found?.size ?? 0
  return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0)
}

async function edit(database, who) {
  const { rows } = await database.allDocs({ include_docs: true, limit: count / 10 })
  await database.bulkDocs(rows.map(row => ({ ...row.doc, note: `diubah ${who}` })))
}

const one = new PouchDB(join(root, 'one'))
const other = new PouchDB(join(root, 'other'))
for (let first = 0; first < count; first += 500) {
  const length = Math.min(500, count - first)
  await one.bulkDocs(Array.from({ length }, (_, at) => record(first + at)))
}
const push = await timed(() => one.replicate.to(url, options))
const pull = await timed(() => other.replicate.from(url, options))
const [own, pulled, served] = ['one', 'other', 'server'].map(name => size(join(root, name)))
await edit(one, 'satu')
await edit(other, 'dua')
const merge = await timed(async () => {
  await one.sync(url, options)
  await other.sync(url, options)
  await one.sync(url, options)
})
console.log(JSON.stringify({ push, pull, merge, up: push.up, down: pull.down, own, pulled, served }))
server.kill()
await new Promise(done => server.once('exit', done))
rmSync(root, { recursive: true, force: true })
process.exit(0)
