"use strict";
// The package is made of ES modules. Node 20.19 and 22.12 can require them; Jest's own require cannot, so that of the
// process itself is taken, which Jest hides.
const { runInThisContext } = require("node:vm");
const { createRequire } = runInThisContext("process").getBuiltinModule("node:module");

module.exports = createRequire(__filename)("../dist/entry/template-variables.js");
