// oclif reads the terminal while it is loaded: a build must not depend on the window it runs in. To be imported before it.
process.env.OCLIF_COLUMNS = '96'
process.env.FORCE_COLOR = '0'
