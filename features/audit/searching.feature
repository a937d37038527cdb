@AU-03
Feature: Searching
  An auditor finds what they look for, all of it and nothing else, and is told how much there is.

  Background:
    Given Olga and Piotr have made, changed and deleted documents, and somebody has failed to sign in

  Rule: What is found is exactly what was looked for

    @critical
    Example: who did what to what
      Then an auditor who searches by actor finds exactly what has it
      And an auditor who searches by action finds exactly what has it
      And an auditor who searches by kind of resource finds exactly what has it
      And an auditor who searches by resource finds exactly what has it
      And an auditor who searches by branch finds exactly what has it
      And an auditor who searches by several things finds exactly what has it

    Example: when, and whether it was done
      Then an auditor who searches by time finds exactly what has it
      And an auditor who searches by success finds exactly what has it

    Example: any words
      Then an auditor who searches by text, in any case finds exactly what has it
      And an auditor who searches by text that is not Latin finds exactly what has it
      And an auditor who searches by text with signs that are none of a pattern finds exactly what has it
      And an auditor who searches for what nobody did finds nothing

  Rule: It comes page by page, in the order that is asked for

    @critical
    Example: pages
      Then page by page an auditor finds everything once, and each page says how many there are

    Example: sorted
      Then what is found can be sorted by time, upwards and downwards
      And what is found can be sorted by actor, upwards and downwards
      And what is found can be sorted by action, upwards and downwards
      And what is found can be sorted by resource, upwards and downwards
