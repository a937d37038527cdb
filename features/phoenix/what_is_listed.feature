@PH-05
Feature: What is listed on Phoenix
  Whatever Phoenix lists it lists whole: each thing once, in the order that was promised, as many as
  were asked for.

  Rule: A list has all that is in it, whether that is nothing, one, or more than it shows

    @critical
    Example: every list
      Then each list that Uwe and Ada fill on Phoenix has all that is in it, once, in its order
      And nothing is listed of which nothing is promised
