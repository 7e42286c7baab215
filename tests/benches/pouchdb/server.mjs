// The server's half of bench.mjs: express-pouchdb over LevelDB; tells bytes at its sockets and CPU.
import { mkdirSync } from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [folder, root] = process.argv.slice(2)
const load = createRequire(join(folder, 'package.json'))
const central = join(root, 'server')
mkdirSync(central)
const PouchDB = load('pouchdb').defaults({ prefix: `${central}/` })
const app = load('express')()
const settings = { mode: 'minimumForPouchDB', logPath: join(root, 'log.txt'), configPath: join(root, 'config.json') }
app.use('/db', load('express-pouchdb')(PouchDB, settings))

const closed = { up: 0, down: 0 }
const open = new Set()
const server = http.createServer(app)
server.on('connection', socket => {
  open.add(socket)
  socket.on('close', () => {
    open.delete(socket)
    closed.up += socket.bytesRead
    closed.down += socket.bytesWritten
  })
})
process.on('message', () => {
  let { up, down } = closed
  for (const socket of open) {
    up += socket.bytesRead
    down += socket.bytesWritten
  }
  const { user, system } = process.cpuUsage()
  process.send({ up, down, cpu: (user + system) / 1e6 })
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
