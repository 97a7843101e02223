import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Tests see no credentials, profile, proxy or cache of the machine they run on, and write only below a folder of their own.
const own =
  /^(AWS_|SLSOPS_(?!FIXTURES|TAIL_SEEDS))|_proxy$|^(GITHUB_ACTIONS|TF_BUILD|TEAMCITY_VERSION|NO_COLOR|FORCE_COLOR)$/i
for (const name of Object.keys(process.env)) if (own.test(name)) delete process.env[name]

const home = mkdtempSync(join(tmpdir(), 'slsops-test-'))
Object.assign(process.env, {
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_STATE_HOME: join(home, 'state'),
  XDG_CONFIG_HOME: join(home, 'config'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: join(home, 'aws-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'aws-credentials'),
  SLSOPS_DEMO: 'own',
  TZ: 'UTC',
})
