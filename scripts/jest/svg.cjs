// An icon is imported as its source text, as the extension's bundler does it.
module.exports = {
  process: source => ({ code: `module.exports = ${JSON.stringify(source)};` })
};
