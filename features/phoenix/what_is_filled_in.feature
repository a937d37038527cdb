@PH-11
Feature: What is filled in on Phoenix
  What people ask for is kept to the letter, in every script and whatever it looks like; what cannot be
  taken is refused by the name of the field, and leaves nothing.

  Background:
    Given Uwe has one of everything that Phoenix keeps for somebody

  Rule: What cannot be taken is refused by the name of the field

    @critical
    Example: every field, wrong in every way
      When Uwe and Ada fill in whatever they may, each field wrongly in every way
      Then each time the field that is wrong is named, and no other
      And nothing of it has changed anything, for anybody or in any store

  Rule: What can be taken is kept as it was sent

    Example: every field, at its limits and in every script
      When Uwe and Ada fill in whatever they may, with all that a field has to take
      Then it is taken, and kept as it was sent
