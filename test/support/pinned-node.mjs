// Runs before `npm start` and `npm test`: the scripts need the Node that package.json pins, and say so in one line where it
// is missing, instead of failing in the middle of a library. Plain syntax, because an old Node has to read it.
import { readFileSync } from 'node:fs'

const pinned = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).devDependencies.node
if (process.versions.node !== pinned) {
  process.stderr.write(
    `slsops is developed on Node.js ${pinned}, this is ${process.versions.node}. ` +
      'Its install script did not run: npm rebuild node && npm run build\n',
  )
  process.exitCode = 2
}
