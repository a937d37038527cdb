@VZ-03 @VZ-07 @VZ-11 @VZ-15
Feature: What is listed
  Whatever Veza lists it lists whole: each thing once, in the order that was promised, as many as
  were asked for. Whoever goes on to the next page misses nothing.

  Rule: A list has all that is in it, whether that is nothing, one, or more than it shows

    @critical
    Example: every list
      Then each list that Lina, Arno, Milo and Ada fill on Veza has all that is in it, once, in its order
      And what comes in pages is whole when they are joined up again, also when something comes and goes meanwhile
      And nothing is listed of which nothing is promised

  Rule: Whoever looks for something finds what has it in its words, and nothing else

    @VZ-13
    Example: also signs that stand for others elsewhere
      Given Arno has published "Night Bus"
      Then whatever Lina looks for on Veza is in the words of all that is found
