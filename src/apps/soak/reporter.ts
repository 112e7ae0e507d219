// Loaded into the server's process by the soak (--import): says every second how much memory it uses.
const every = setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage()
  process.send?.({ rss, heapUsed })
}, 1_000)
every.unref()
