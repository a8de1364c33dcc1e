"""How everything looks: colours, letter sizes, icons, and the sheet made from them."""
