document.getElementById("ad").style.display = "none"; /* ' */ // "
`a${b}`; /re"gex/.test(x)