import { readFileSync } from "node:fs";
import { fileTrouble } from "../../domain/file-trouble.js";

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(fileTrouble(path, error), { cause: error });
  }
};

/** The one line of a file, such as a mounted secret. Throws where there is none; its message never shows the secret. */
export const readSecret = (path: string): string => {
  const secret = textOf(path).replace(/\r?\n$/u, "");
  if (secret === "") throw new Error(`${path} is empty; write the password into it`);
  if (/[\r\n]/u.test(secret)) throw new Error(`${path} has several lines; write the password alone into it`);
  return secret;
};
