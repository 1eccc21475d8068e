// Generated from the templates: change those, not this.

/** The variables of each template, by its name. */
export interface TemplateVariables {
  readonly delivery_assignment: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** text, at most 60 characters */
    readonly driver_name?: string | undefined;
    /** text, at most 24 characters */
    readonly driver_phone?: string | undefined;
    /** text, at most 40 characters */
    readonly estimated_time: string;
  };
  readonly delivery_completed: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** url, at most 200 characters */
    readonly feedback_url?: string | undefined;
  };
  readonly driver_assignment: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** text, at most 160 characters */
    readonly pickup_address: string;
    /** text, at most 160 characters */
    readonly delivery_address: string;
    /** text, at most 24 characters */
    readonly customer_phone?: string | undefined;
  };
  readonly help_reply: Readonly<Record<string, never>>;
  readonly opt_in_confirmation: Readonly<Record<string, never>>;
  readonly opt_out_confirmation: Readonly<Record<string, never>>;
  readonly order_confirmation: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** text, at most 40 characters */
    readonly delivery_time: string;
    /** url, at most 200 characters */
    readonly track_url: string;
    /** text, at most 60 characters */
    readonly restaurant_name?: string | undefined;
    /** text, at most 40 characters */
    readonly estimated_time?: string | undefined;
  };
  readonly order_status_update: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** text, at most 20 characters */
    readonly status: "preparing" | "ready" | "out_for_delivery" | "delivered";
    /** text, at most 160 characters */
    readonly message?: string | undefined;
    /** url, at most 200 characters */
    readonly track_url?: string | undefined;
  };
  readonly otp_login: {
    /** code, at most 12 characters */
    readonly code: string;
    /** integer, at most 4 characters */
    readonly validity_minutes: number;
  };
  readonly otp_password_reset: {
    /** code, at most 12 characters */
    readonly code: string;
    /** integer, at most 4 characters */
    readonly validity_minutes: number;
  };
  readonly otp_registration: {
    /** code, at most 12 characters */
    readonly code: string;
    /** integer, at most 4 characters */
    readonly validity_minutes: number;
  };
  readonly payment_confirmation: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** money, at most 24 characters */
    readonly amount: number;
    /** text, at most 40 characters */
    readonly payment_method: string;
    /** text, at most 3 characters */
    readonly currency?: string | undefined;
  };
  readonly promotional_offer: {
    /** text, at most 60 characters */
    readonly offer_title: string;
    /** text, at most 160 characters */
    readonly offer_details: string;
    /** code, at most 24 characters */
    readonly promo_code?: string | undefined;
    /** date, at most 24 characters */
    readonly valid_until?: string | undefined;
  };
  readonly restaurant_new_order_alert: {
    /** text, at most 64 characters */
    readonly order_number: string;
    /** integer, at most 6 characters */
    readonly items_count: number;
    /** money, at most 24 characters */
    readonly total_amount: number;
    /** text, at most 60 characters */
    readonly customer_name?: string | undefined;
    /** text, at most 3 characters */
    readonly currency?: string | undefined;
  };
}

export type TemplateName = keyof TemplateVariables;
