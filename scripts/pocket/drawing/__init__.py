"""Pictures that a program draws and nobody made: the only thing the model `pocket` ever sees."""
