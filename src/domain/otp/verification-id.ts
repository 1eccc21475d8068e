const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * A verification id as it is kept, in small letters; undefined where none was given, and "faulty" where it is no
 * UUID.
 */
export const verificationIdOf = (given: string | null | undefined): string | undefined | "faulty" => {
  if (given !== undefined && given !== null && typeof given !== "string") return "faulty";
  const id = given?.trim().toLowerCase();
  if (id === undefined || id === "") return undefined;
  return uuid.test(id) ? id : "faulty";
};
