export type * from "../dist/entry/template-variables.js" with { "resolution-mode": "import" };
