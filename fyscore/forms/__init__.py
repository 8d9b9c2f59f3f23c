"""The workbooks people work in: what stands where, written from a plan and read back."""
