variable "name" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

variable "access_log_bucket" {
  type = string
}

variable "block_public" {
  type    = bool
  default = true
}

variable "expire_days" {
  type    = number
  default = 365
}

variable "attach_policy" {
  description = "Switch off where the caller attaches a policy of its own."
  type        = bool
  default     = true
}

variable "policy_documents" {
  description = "Documents whose statements are added to the bucket's policy."
  type        = list(string)
  default     = []
}
