import { execFileSync } from "node:child_process";

/** Workers run what is built, as production does; built once for each file of tests. */
export const built = (): void => {
  execFileSync("npm", ["run", "--silent", "build"]);
};
