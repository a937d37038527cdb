@EV-11
Feature: What is whose on Events
  A catalogue is its keeper's, an account its owner's. Whoever has no right to something gets nowhere, by
  whichever door, and leaves no trace.

  Background:
    Given Ines has one of everything that Events keeps for somebody

  Rule: Everybody who has no key stays outside every door

    @critical
    Example: whatever they try
      When Vera, Milo, Otto, Ada and Ines try all that is offered on it, in every way
      Then each of them is refused what they may not do
      And nothing has changed by it, for anybody or in any store
      And none of them learns anything that is not for them
      And nothing of it is there for Otto by way of a catalogue of his own

  Rule: What counts is the role that somebody has now

    Example: each role in turn
      When Ada gives Milo each role in turn
      Then at every service Milo may do at once what each of them allows, and nothing else
