.PHONY: demo test
demo test:
	python3 scripts/dev.py $@
