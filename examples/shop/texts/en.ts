/** A language that the other one can be switched to; kept apart so that its code is one of ours. */
interface OtherLanguage {
  code: "en" | "pl";
  short: string;
  label: string;
}

/** The English words of the shop. The Polish ones have the same shape. */
export const en = {
  skip: "Skip to content",
  mainNavigation: "Main",
  otherLanguage: { code: "pl", short: "PL", label: "Czytaj tę stronę po polsku" } as OtherLanguage,
  navigation: { products: "Lamps", business: "For firms", cart: "Cart" },
  footer: {
    newsletterTitle: "One letter on the first of the month",
    newsletterText: "New lamps, and the hours at which the sun goes down where you live.",
    email: "E-mail",
    subscribe: "Sign up",
    newsletterThanks: "Thank you. The next letter is yours.",
    privacy: "Privacy",
    demo: "Dusk and its lamps are invented. Watch your own score in the",
    demoLink: "dashboard",
  },
  lamps: {
    clerk: {
      kind: "Desk lamp",
      line: "For the last page of the working day.",
      text: "Two joints and a counterweight: it stays where you leave it, and a push of one finger moves it. The shade keeps the light on the paper and out of the eyes across the desk.",
    },
    plumb: {
      kind: "Pendant",
      line: "Hangs where everyone comes together.",
      text: "A cone of fired clay, wide enough for a table of six. The cord is four metres long, so that it hangs over the table and not over the middle of the room.",
    },
    ledger: {
      kind: "Office pendant",
      line: "One line of light for a long table.",
      text: "A metre and a half of even light without a single bright point on the screen. It comes in one piece, and two people hang it in ten minutes.",
    },
    arc: {
      kind: "Floor lamp",
      line: "Reaches over the sofa, and stays out of the way.",
      text: "A bow of brass on a foot of cast stone. The light stands over the book; the foot stands behind the sofa, where nobody falls over it.",
    },
    morel: {
      kind: "Table lamp",
      line: "Warm below, dark above.",
      text: "A cap of red clay over a stem of pale stoneware. The light falls down the stem and makes a round of two hand spans: enough for a glass and a letter.",
    },
    orb: {
      kind: "Night lamp",
      line: "A moon that you can dim.",
      text: "Blown glass with a skin of frost. Turn the ring below the globe, and it goes down to the light of a single candle and stays there all night.",
    },
  },
  home: {
    title: "Dusk: a lamp for every hour after six",
    description: "Six lamps of clay, glass and brass, each made for one hour of the evening.",
    heading: "A lamp for every hour after six",
    lead: "The evening is not one light but many. We make six lamps, each for its hour, and all of them a little warmer than you are used to.",
    primary: "See all six",
    secondary: "Begin with the last: Orb, 22:30",
    hoursTitle: "From ten past six to half past ten",
    hoursText: "Each stands before the sky of its hour.",
    note: "Not sure which hour is yours? Write to hello@dusk.example until half past ten: we are awake.",
    promisesTitle: "What comes with the light",
    promises: [
      {
        title: "Thirty evenings",
        text: "Live with it for a month. If it is not your light, we fetch it and pay you back.",
      },
      {
        title: "Ten years",
        text: "Every part can be had for ten years, and changed with one screwdriver, which is in the box.",
      },
      { title: "2,200 kelvin", text: "The colour of a low sun. It tells the body that the day is over." },
    ],
  },
  products: {
    title: "All lamps | Dusk",
    description: "Four lamps for the home and two for the office.",
    heading: "All six lamps",
    lead: "In the order of their hour. Delivery is free, and comes within three days.",
    ranges: {
      home: { title: "For the home", text: "Four lamps for tables, corners and nights." },
      office: { title: "For the office", text: "Two that look good at work. Ten or more?" },
    },
    businessLink: "Ask for a quote",
  },
  product: {
    light: "Light",
    quantity: "Quantity",
    add: "Add to cart",
    added: "It is in your cart.",
    toCart: "Go to the cart",
    height: "Height",
    output: "Light",
    power: "Power",
    delivery: "Delivery",
    deliveryValue: "Free, within three days",
    others: "Other hours",
  },
  cart: {
    title: "Cart | Dusk",
    description: "The lamps that you have chosen.",
    heading: "Your cart",
    empty: "There is nothing in it yet.",
    browse: "Look at the lamps",
    remove: "Remove",
    summary: "Summary",
    delivery: "Delivery",
    free: "free",
    total: "Total",
    checkout: "Check out",
    note: "Thirty evenings to send it back.",
  },
  checkout: {
    title: "Checkout | Dusk",
    description: "Two steps, and the lamps are on their way.",
    heading: "Two steps to the light",
    contact: "Who are you?",
    name: "Name",
    email: "E-mail",
    next: "Continue",
    contactDone: "We write to the address you gave.",
    delivery: "Where to?",
    street: "Street and number",
    city: "City",
    onDelivery: "Pay when it arrives",
    byInvoice: "Pay by invoice within 14 days",
    order: "Place the order",
  },
  thankYou: {
    title: "Thank you | Dusk",
    description: "Your order is on its way.",
    heading: "Thank you. We are packing.",
    lead: "Your lamps leave tonight, wrapped in paper, and are with you within three days.",
    order: "Your order number is",
    back: "Back to the lamps",
  },
  business: {
    title: "For firms | Dusk",
    description: "Ten lamps or more: a quote within a day, an invoice in 30 days.",
    heading: "Light for the whole floor",
    lead: "Ten lamps or more? Tell us how many, and you have a quote by tomorrow evening.",
    points: [
      "Invoice, payable within 30 days",
      "One person who knows your rooms",
      "Hung by us, old lamps taken away",
    ],
    formTitle: "Ask for a quote",
    email: "E-mail at work",
    company: "Company",
    lamp: "Lamp",
    pieces: "Number of pieces",
    send: "Send me the quote",
    thanks: "Thank you. You have our quote by tomorrow evening.",
  },
  privacy: {
    title: "Privacy | Dusk",
    description: "What this demo shop records about your visit.",
    heading: "Privacy by lamplight",
    sections: [
      {
        title: "This is a demo",
        text: "Dusk does not exist, and nothing you order is sent. The shop shows how Scoreline measures a visit; nothing leaves the machine on which you run it, unless you connect it yourself.",
      },
      {
        title: "What is recorded",
        text: "The pages you open, what you put into the cart, the forms you send, and an order. From that the visit gets a score, and the dashboard explains every point of it.",
      },
      {
        title: "What is not",
        text: "The address to which you have a lamp sent. Passwords, card numbers, and anything you did not send.",
      },
    ],
  },
};

/** The shape of a language. */
export type Texts = typeof en;
