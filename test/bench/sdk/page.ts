/** Titles and paths of the routes that a visit goes through after the first page. */
export const routes = Array.from({ length: 10 }, (_, index) => ({
  path: `/models/model-${index + 1}`,
  title: `Model ${index + 1}`,
}));

/** What a visitor writes into the form; nothing of it stands on the page. */
export const filledIn = {
  name: "Jane Doe",
  email: "jane.doe@customer.example",
  tel: "+15550100123",
  message: "Is it still there?",
};

/** The page on which everything is measured: words, a menu and a form, and no script of its own. */
export const pageOf = (snippet: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Shop</title>
<link rel="icon" href="data:,">
${snippet}
</head>
<body>
<nav>${routes.map(({ path, title }) => `<a href="${path}">${title}</a>`).join(" ")}</nav>
<main>
<h1>Shop</h1>
${"<p>A model is more than a number. Come in, sit down, and ask whatever you want to know of it.</p>\n".repeat(40)}
</main>
<form id="contact" name="contact" action="/sent" method="post">
<h2>Ask us</h2>
<label>Name <input name="name" autocomplete="name"></label>
<label>E-mail <input type="email" name="email" autocomplete="email" required></label>
<label>Phone <input type="tel" name="tel" autocomplete="tel"></label>
<label>Message <textarea name="message"></textarea></label>
<button type="submit">Send</button>
</form>
</body>
</html>`;
