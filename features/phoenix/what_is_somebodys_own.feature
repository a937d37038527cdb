@PH-07
Feature: What is whose on Phoenix
  An experiment is for the people of its company, an account its owner's. Whoever has no right to
  something gets nowhere, by whichever door, and leaves no trace.

  Background:
    Given Uwe has one of everything that Phoenix keeps for somebody

  Rule: Everybody who has no key stays outside every door

    @critical @realtime
    Example: whatever they try
      When Otto, Wanda, Olga, Vera, Ada and Uwe try all that is offered on it, in every way
      Then each of them is refused what they may not do
      And nothing has changed by it, for anybody or in any store
      And none of them learns anything that is not for them, also while Uwe goes on

  Rule: What counts is the role that somebody has now

    Example: each role in turn
      When Ada gives Vera each role in turn
      Then at every service Vera may do at once what each of them allows, and nothing else
