@GL-03
Feature: What is listed on Globe
  Whatever Globe lists it lists whole: each thing once, in the order that was promised.

  Rule: A list has all that is in it, whether that is nothing, one, or more than it shows

    Example: every list
      Then each list that Lina and Arno fill on Globe has all that is in it, once, in its order
      And nothing is listed of which nothing is promised
