@EV-04
Feature: What is listed on Events
  Whatever Events lists it lists whole: each thing once, in the order that was promised, as many as
  were asked for.

  Rule: A list has all that is in it, whether that is nothing, one, or more than it shows

    @critical
    Example: every list
      Then each list that Vera, Ines and Ada fill on Events has all that is in it, once, in its order
      And nothing is listed of which nothing is promised
