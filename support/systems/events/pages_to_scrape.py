SHAPES = ("in English",)
