package main

// apply brings one event to its end inside the transaction.
func (t *Transaction) apply(item *Item) error {
	event := &item.Event
	isNew, err := t.enter(event.ID)
	if err != nil || !isNew {
		return err
	}
	if item.Poison != nil {
		return t.park(event.ID, item.Poison.Error(), event.Data)
	}
	meaning := item.Meaning
	switch {
	case meaning.Declaration != "":
		key := key(meaning.Declaration)
		state, err := t.state(key)
		if err != nil {
			return err
		}
		state.add(meaning, event.Time.UnixMilli())
		if err := t.makeKnown(meaning.Defines, key, state); err != nil {
			return err
		}
		return t.conclude(key, state, event)
	case meaning.Reference != "":
		return t.applyToReferenced(meaning, event)
	}
	return t.makeKnown(meaning.Defines, "", nil)
}

func (t *Transaction) applyToReferenced(meaning Meaning, event *Event) error {
	keys, isKnown, err := t.declarations(meaning.Reference)
	if err != nil {
		return err
	}
	if !isKnown || meaning.ConcernsAll {
		if err := t.await(meaning.Reference, event); err != nil {
			return err
		}
	}
	for _, key := range keys {
		state, err := t.state(key)
		if err != nil {
			return err
		}
		state.add(meaning, event.Time.UnixMilli())
		if err := t.conclude(key, state, event); err != nil {
			return err
		}
	}
	return nil
}

// makeKnown notes which declaration a reference means, or that it means none, and applies what has waited for it.
func (t *Transaction) makeKnown(reference, key string, state *State) error {
	if reference == "" {
		return nil
	}
	if _, err := t.store.define.Exec(reference, key); err != nil {
		return err
	}
	events, err := t.waitingFor(reference)
	if err != nil || len(events) == 0 {
		return err
	}
	concernsAll := false
	for i := range events {
		meaning, err := events[i].meaning()
		if err != nil {
			return err
		}
		concernsAll = meaning.ConcernsAll
		if state != nil {
			state.add(meaning, events[i].Time.UnixMilli())
		}
	}
	if concernsAll {
		return nil
	}
	_, err = t.store.endWaiting.Exec(reference)
	return err
}
