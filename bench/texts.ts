/** What `order_confirmation` says of an order: for those who send a text as it is. */
export const confirmationText = (n: number): string =>
  `Order ORD-${n} from Pizza Palace is confirmed. Delivery time: 30-40 minutes. Track: https://yourapp.com/track/${n}`;

/** The same as an event, for this service to look up, check and write. */
export const confirmationEvent = (to: string, n: number): string =>
  JSON.stringify({
    to,
    template: "order_confirmation",
    locale: "en-IN",
    variables: {
      order_number: `ORD-${n}`,
      restaurant_name: "Pizza Palace",
      delivery_time: "30-40 minutes",
      track_url: `https://yourapp.com/track/${n}`,
    },
  });

export const promotionEvent = (to: string, n: number): string =>
  JSON.stringify({ to, class: "promotional", text: `Offer ${n} of the weekend: 40% off. Reply STOP to opt out` });

export const codeEvent = (to: string): string => JSON.stringify({ to, purpose: "login" });
