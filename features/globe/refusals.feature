@GL-09
Feature: What is refused
  What cannot be is refused with a reason, on whichever instance it is tried. Nothing is left of
  it anywhere, nobody notices, and what can be is done all the same.

  Background:
    Given Lina and Arno are on the map "Lisbon"

  Rule: What cannot be leaves no trace

    @critical
    Example: somebody who does not exist
      When Olga tries to bring somebody to the map who does not exist
      Then it is refused, because there is no such person
      And no trace is left of it
      And Milo can enter the map all the same

    Example: a map that does not exist
      When Milo tries to enter a map that does not exist
      Then it is refused, because there is no such map
      And no trace is left of it
      And Milo can enter the map all the same

    Example: a map that has been closed
      Given Zoe has made the map "Oslo" and closed it
      When Milo tries to enter "Oslo"
      Then it is refused, because there is no such map
      And no trace is left of it
      And Milo can enter the map all the same

    @critical
    Example: a second session
      When Arno tries to enter the map on either instance
      Then it is refused, because they are on the map already
      And no trace is left of it
      And Milo can enter the map all the same

    Example: a second session of somebody whom an admin brings in
      When Olga tries to bring Arno to the map
      Then it is refused, because they are on the map already
      And no trace is left of it

    Example: somebody who is brought in by nobody who may
      When Arno tries to bring Milo to the map
      Then it is refused, because only an admin brings others in
      And no trace is left of it
      And Milo can enter the map all the same

    @critical
    Example: a place where there is one
      Given Lina has made the place "Café" at 0° N, 0° E
      When Arno tries to make a place at the spot of "Café"
      Then it is refused, because another place is too near
      And no trace is left of it
