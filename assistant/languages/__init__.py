"""Languages: a folder for each, with every word a person hears or says in it; the rules for using them beside."""
