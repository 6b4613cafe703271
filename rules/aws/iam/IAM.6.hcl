control "IAM.6" {
  slug     = "iam-root-hardware-mfa"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure access management"]
  title = {
    en = "The root user is protected by hardware MFA"
    ja = "ルートユーザーがハードウェア MFA で保護されている"
  }
  why = {
    en = "The root user can do everything. The seed of a virtual device can be copied with the phone's backup; a hardware key cannot."
    ja = "ルートユーザーは何でもできます。仮想 MFA のシードは端末のバックアップからコピーされるおそれがありますが、ハードウェアキーはコピーできません。"
  }
  decides = "partly"
  limits = {
    en = "Terraform cannot register hardware devices, nor see them. Judged is the opposite: a virtual device with the name that AWS gives to the root user's (root-account-mfa-device) shows that root relies on a virtual one. Whether there is any MFA, see the credential report. Centralised root access (aws_iam_organizations_features) removes root credentials from member accounts altogether."
    ja = "ハードウェア MFA は Terraform では登録も確認もできません。ここでは逆に、AWS がルートユーザー用に付ける名前 (root-account-mfa-device) の仮想デバイスがあれば、ルートが仮想 MFA に頼っているとみなします。MFA の有無は認証情報レポートで確認してください。ルートアクセスの一元管理 (aws_iam_organizations_features) を使えば、メンバーアカウントのルート認証情報自体をなくせます。"
  }
  config_rule = "root-account-hardware-mfa-enabled"
  frameworks = {
    "aws-fsbp"       = ["IAM.6"]
    "pci-dss-3.2.1"  = ["8.3.1"]
    "cis-aws-1.2"    = ["1.14"]
    "cis-aws-1.4"    = ["1.6"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)", "IA-2(1)", "IA-2(2)", "IA-2(6)", "IA-2(8)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.6"]
    "cis-aws-5.0"                   = ["1.5"]
    "pci-dss-4.0"                   = ["8.4.1", "8.4.2", "8.4.3"]
    "aws-well-architected-security" = ["SEC01-BP02"]
  }

  check "aws_iam_virtual_mfa_device" {
    enforce {
      condition = lower(attrs.virtual_mfa_device_name) != "root-account-mfa-device"
      at        = "virtual_mfa_device_name"
      error_message = {
        en = "the root user relies on a virtual MFA device"
        ja = "ルートユーザーが仮想 MFA デバイスを使っている"
      }
    }
    no_fix = {
      en = "a hardware device is registered by signing in as root: register it, deactivate the virtual one, then remove this block"
      ja = "ハードウェアデバイスはルートでサインインして登録する。登録後に仮想デバイスを無効化し、このブロックを削除する"
    }
  }

  remediation {
    console = {
      en = ["Sign in as the root user and open Security credentials from the account menu.", "Under Multi-factor authentication assign a passkey, security key or hardware TOTP token.", "Remove the virtual device, and keep a second hardware device in a safe place."]
      ja = ["ルートユーザーでサインインし、アカウントメニューから「セキュリティ認証情報」を開く。", "「多要素認証」でパスキー、セキュリティキー、ハードウェア TOTP トークンのいずれかを割り当てる。", "仮想デバイスを削除し、予備のハードウェアデバイスを安全な場所に保管する。"]
    }
    cli = "aws iam list-virtual-mfa-devices --query \"VirtualMFADevices[?ends_with(SerialNumber, 'root-account-mfa-device')]\""
  }

  example "fail" "a virtual device for the root user" {
    resource "aws_iam_virtual_mfa_device" "root" {
      virtual_mfa_device_name = "root-account-mfa-device"
    }
  }

  example "fail" "one of several, in capitals" {
    expect = { "aws_iam_virtual_mfa_device.this[\"alice\"]" = "pass" }

    resource "aws_iam_virtual_mfa_device" "this" {
      for_each                = toset(["alice", "Root-Account-MFA-Device"])
      virtual_mfa_device_name = each.key
    }
  }

  example "pass" "a device for a user" {
    resource "aws_iam_virtual_mfa_device" "alice" {
      virtual_mfa_device_name = "alice"
    }
  }

  example "pass" "devices for several users" {
    resource "aws_iam_virtual_mfa_device" "this" {
      for_each                = toset(["alice", "bob"])
      virtual_mfa_device_name = "${each.key}-phone"
      path                    = "/staff/"
    }
  }

  example "unknown" "the name is decided at apply" {
    resource "terraform_data" "name" {
      input = "alice"
    }

    resource "aws_iam_virtual_mfa_device" "this" {
      virtual_mfa_device_name = terraform_data.name.output
    }
  }
}
