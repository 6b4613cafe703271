control "ACM.1" {
  slug     = "acm-certificate-renewed-in-time"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "ACM certificates are renewed before they run out"
    ja = "ACM の証明書が有効期限の前に更新される"
  }
  why = {
    en = "When a certificate runs out, every client refuses the site. ACM renews those that it issued and can validate by DNS; imported ones end unless somebody brings a new one."
    ja = "証明書の期限が切れると、すべてのクライアントが接続を拒否します。ACM は DNS で検証できる発行済み証明書を自動更新しますが、インポートした証明書は誰かが差し替えない限り失効します。"
  }
  decides = "partly"
  limits = {
    en = "The end of a certificate that ACM issues is only known once it exists: such a certificate passes while ACM can renew it by itself (validated by DNS, or from a private CA), and is unknown when it is validated by e-mail. A plan that shows the present end is judged by it."
    ja = "ACM が発行する証明書の期限は、作成後でないと分かりません。ACM が自動更新できるもの (DNS 検証、またはプライベート CA) は合格とし、E メール検証のものは判定不能とします。現在の期限が plan に表れる場合は、その期限で判定します。"
  }
  notes = {
    en = "The end of an imported certificate is read from the certificate itself."
    ja = "インポートした証明書の期限は、証明書の内容から読み取ります。"
  }
  config_rule = "acm-certificate-expiration-check"
  frameworks = {
    "aws-fsbp"       = ["ACM.1"]
    "nist-800-53-r5" = ["SC-28(3)", "SC-7(16)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["3.5.1.1", "3.5.1.3", "3.6.1", "3.6.1.2", "3.6.1.3", "3.6.1.4", "3.7.1", "3.7.2", "3.7.4", "3.7.5", "3.7.6", "3.7.7", "4.2.1.1"]
    "aws-well-architected-security" = ["SEC09-BP01"]
    "iso-27001-2022"                = ["A.8.5"]
    "soc2"                          = ["cc_6_7"]
    "nist-csf-2.0"                  = ["ra_1"]
  }

  parameter "daysToExpiration" {
    default = 30
    description = {
      en = "Days before its end by which a certificate must be renewed"
      ja = "有効期限の何日前までに更新すべきか"
    }
  }

  check "aws_acm_certificate" {
    locals {
      body = attrs.certificate_body
      text = try(textdecodebase64(replace(regex("-----BEGIN CERTIFICATE-----([^-]+)-----END", local.body)[0], "/\\s/", ""), "ISO-8859-1"), "")
      # The validity of an X.509 certificate is two times in ASN.1, one behind the other: UTCTime with 12 digits, GeneralizedTime with 14.
      digits  = try(regex("\\d{12}Z[\\x17\\x18][\\x0d\\x0f](\\d+)Z", local.text)[0], null)
      time    = try(length(local.digits) == 12 ? "20${local.digits}" : local.digits, null)
      written = try("${substr(local.time, 0, 4)}-${substr(local.time, 4, 2)}-${substr(local.time, 6, 2)}T${substr(local.time, 8, 2)}:${substr(local.time, 10, 2)}:${substr(local.time, 12, 2)}Z", null)
      end     = default(local.written, default(attrs.not_after, null))
      in_time = local.end == null ? undecided("the end of the certificate") : days_until(local.end) > param.daysToExpiration
      fresh   = prior_attrs == null
      renewed = all([!is_set(local.body), local.fresh, default(attrs.validation_method, "DNS") == "DNS"])
    }
    enforce {
      condition = any([local.in_time, local.renewed])
      at        = "certificate_body"
      error_message = {
        en = "the certificate ends on ${local.end}, within ${param.daysToExpiration} days"
        ja = "証明書の有効期限が ${local.end} で、残り ${param.daysToExpiration} 日以内に切れる"
      }
    }
    no_fix = {
      en = "only the certificate's issuer can renew it: import the renewed certificate with its key, or let ACM issue one that is validated by DNS"
      ja = "更新された証明書は発行元から入手するしかない。新しい証明書と秘密鍵を指定してインポートし直すか、ACM が発行し DNS で検証する証明書に切り替える"
    }
  }

  remediation {
    console = {
      en = ["Open the certificate in the ACM console.", "For an imported certificate choose Reimport, and paste the renewed certificate, its key and chain.", "For one that ACM issued see that the validation records are in DNS."]
      ja = ["ACM コンソールで証明書を開く。", "インポートした証明書では「再インポート」を選び、更新後の証明書、秘密鍵、チェーンを貼り付ける。", "ACM が発行した証明書では、検証用のレコードが DNS にあることを確認する。"]
    }
    cli = "aws acm import-certificate --certificate-arn CERTIFICATE_ARN --certificate fileb://certificate.pem --private-key fileb://key.pem --certificate-chain fileb://chain.pem"
  }

  example "fail" "an imported certificate in its last days" {
    today = "2027-01-01"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCDCBrgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAeFw0yNjAx
        MTAxMjAwMDBaFw0yNzAxMTAxMjAwMDBaMBAxDjAMBgNVBAMMBWUuY29tMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEJWoNZC5h+AqnBL1OCqjBT4MaD7fsjx7pgvwi
        RwJ5z8hTGD2G9QXn5e+sRmvNAkAmdz9Py5lMteKi81DjjEgqeDAKBggqhkjOPQQD
        AgNJADBGAiEAmK3Y9AXG55HmIAxksSB9vaWlijUqfQ3YQhUAiGfgt1YCIQCATmkQ
        HulzK/oDHsS9K79EZFDiqAsZvZvtSfcOr+71ng==
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "fail" "thirty days left" {
    today = "2026-12-11"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCDCBrgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAeFw0yNjAx
        MTAxMjAwMDBaFw0yNzAxMTAxMjAwMDBaMBAxDjAMBgNVBAMMBWUuY29tMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEJWoNZC5h+AqnBL1OCqjBT4MaD7fsjx7pgvwi
        RwJ5z8hTGD2G9QXn5e+sRmvNAkAmdz9Py5lMteKi81DjjEgqeDAKBggqhkjOPQQD
        AgNJADBGAiEAmK3Y9AXG55HmIAxksSB9vaWlijUqfQ3YQhUAiGfgt1YCIQCATmkQ
        HulzK/oDHsS9K79EZFDiqAsZvZvtSfcOr+71ng==
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "fail" "an imported certificate that has ended" {
    today = "2027-02-01"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCDCBrgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAeFw0yNjAx
        MTAxMjAwMDBaFw0yNzAxMTAxMjAwMDBaMBAxDjAMBgNVBAMMBWUuY29tMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEJWoNZC5h+AqnBL1OCqjBT4MaD7fsjx7pgvwi
        RwJ5z8hTGD2G9QXn5e+sRmvNAkAmdz9Py5lMteKi81DjjEgqeDAKBggqhkjOPQQD
        AgNJADBGAiEAmK3Y9AXG55HmIAxksSB9vaWlijUqfQ3YQhUAiGfgt1YCIQCATmkQ
        HulzK/oDHsS9K79EZFDiqAsZvZvtSfcOr+71ng==
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "fail" "a team wants more time" {
    params = { daysToExpiration = 90 }
    today  = "2026-11-01"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCDCBrgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAeFw0yNjAx
        MTAxMjAwMDBaFw0yNzAxMTAxMjAwMDBaMBAxDjAMBgNVBAMMBWUuY29tMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEJWoNZC5h+AqnBL1OCqjBT4MaD7fsjx7pgvwi
        RwJ5z8hTGD2G9QXn5e+sRmvNAkAmdz9Py5lMteKi81DjjEgqeDAKBggqhkjOPQQD
        AgNJADBGAiEAmK3Y9AXG55HmIAxksSB9vaWlijUqfQ3YQhUAiGfgt1YCIQCATmkQ
        HulzK/oDHsS9K79EZFDiqAsZvZvtSfcOr+71ng==
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "fail" "thirty days left, far in the future" {
    today = "2055-12-01"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCjCBsAIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAgFw0yNjAx
        MTAxMjAwMDBaGA8yMDU1MTIzMTEyMDAwMFowEDEOMAwGA1UEAwwFZS5jb20wWTAT
        BgcqhkjOPQIBBggqhkjOPQMBBwNCAAQlag1kLmH4CqcEvU4KqMFPgxoPt+yPHumC
        /CJHAnnPyFMYPYb1Befl76xGa80CQCZ3P0/LmUy14qLzUOOMSCp4MAoGCCqGSM49
        BAMCA0kAMEYCIQCLvU8SMc95eaHY15EJ4VQPqEEVCcO0NleNdaao8ySd5gIhAJyO
        BUzPWe8aezCayx3tXoeVjFc6JrP0Hnwo/Hs/HYHW
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "pass" "thirty-one days left" {
    today = "2026-12-10"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCDCBrgIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAeFw0yNjAx
        MTAxMjAwMDBaFw0yNzAxMTAxMjAwMDBaMBAxDjAMBgNVBAMMBWUuY29tMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEJWoNZC5h+AqnBL1OCqjBT4MaD7fsjx7pgvwi
        RwJ5z8hTGD2G9QXn5e+sRmvNAkAmdz9Py5lMteKi81DjjEgqeDAKBggqhkjOPQQD
        AgNJADBGAiEAmK3Y9AXG55HmIAxksSB9vaWlijUqfQ3YQhUAiGfgt1YCIQCATmkQ
        HulzK/oDHsS9K79EZFDiqAsZvZvtSfcOr+71ng==
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "pass" "an end after 2049" {
    today = "2026-12-11"

    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_acm_certificate" "shop" {
      private_key      = var.private_key
      certificate_body = <<-EOT
        -----BEGIN CERTIFICATE-----
        MIIBCjCBsAIBATAKBggqhkjOPQQDAjAQMQ4wDAYDVQQDDAVlLmNvbTAgFw0yNjAx
        MTAxMjAwMDBaGA8yMDU1MTIzMTEyMDAwMFowEDEOMAwGA1UEAwwFZS5jb20wWTAT
        BgcqhkjOPQIBBggqhkjOPQMBBwNCAAQlag1kLmH4CqcEvU4KqMFPgxoPt+yPHumC
        /CJHAnnPyFMYPYb1Befl76xGa80CQCZ3P0/LmUy14qLzUOOMSCp4MAoGCCqGSM49
        BAMCA0kAMEYCIQCLvU8SMc95eaHY15EJ4VQPqEEVCcO0NleNdaao8ySd5gIhAJyO
        BUzPWe8aezCayx3tXoeVjFc6JrP0Hnwo/Hs/HYHW
        -----END CERTIFICATE-----
      EOT
    }
  }

  example "pass" "issued by ACM and validated by DNS" {
    resource "aws_acm_certificate" "site" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
    }
  }

  example "pass" "issued by a private CA" {
    resource "aws_acm_certificate" "site" {
      domain_name               = "site.internal.example.com"
      certificate_authority_arn = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555"
    }
  }

  example "unknown" "validated by e-mail, so that somebody has to answer" {
    resource "aws_acm_certificate" "site" {
      domain_name       = "www.example.com"
      validation_method = "EMAIL"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "DNS"
    }

    resource "aws_acm_certificate" "site" {
      domain_name       = "www.example.com"
      validation_method = tostring(terraform_data.later.output)
    }
  }
}
