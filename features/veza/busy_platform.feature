@VZ-20
Feature: A busy platform
  Four people, one of each role, use all of Veza at the same moment: they sign in on new devices, open their
  dashboards, start tracks and steer them, look through their conversations, talk, and do what their role is for.

  Rule: Everything is answered, to everybody with what is theirs, and in time

    @critical @realtime @load @alone
    Example: four people at once
      Given Arno has published "Night Bus" and "Day Train"
      And Lina, Arno, Milo and Ada are in a conversation
      When Lina, Arno, Milo and Ada use everything at the same moment, ten times
      Then all of it was answered, to everybody with what is theirs
      And everybody sees the same 240 messages in the same order
      And each call took less than 300 milliseconds on average, and less than 500 milliseconds 95 % of the times
