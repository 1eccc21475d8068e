import { z } from "zod";

export const Instant = z.iso.datetime({ offset: true, error: "must be RFC 3339, such as 2026-11-22T10:00:00Z" });
