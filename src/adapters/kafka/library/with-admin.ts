import type { Admin, Kafka } from "kafkajs";

/** Runs `use` on a connection of its own: a connection that failed to connect keeps an empty broker pool. */
export const withAdmin = async <Result>(kafka: Kafka, use: (admin: Admin) => Promise<Result>): Promise<Result> => {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
